// A member of staff who logs in to the window.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class Agent extends Model<InferAttributes<Agent>, InferCreationAttributes<Agent>> {
  declare id: string;
  declare name: string;
  declare email: string;
  declare emailKey: string;
  declare passwordHash: string;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    Agent.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      name: DataTypes.TEXT,
      email: DataTypes.TEXT,
      emailKey: DataTypes.TEXT,
      passwordHash: DataTypes.TEXT,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    }, { sequelize, tableName: 'agents' });
  }
}

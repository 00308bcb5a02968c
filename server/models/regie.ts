// A stream of receipts (canteen, water…), later with its own PayFiP number.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class Regie extends Model<InferAttributes<Regie>, InferCreationAttributes<Regie>> {
  declare id: string;
  declare code: string;
  declare name: string;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    Regie.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      code: DataTypes.TEXT,
      name: DataTypes.TEXT,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    }, { sequelize, tableName: 'regies' });
  }
}

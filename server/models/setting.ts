// One section of the commune’s settings, as JSON.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class Setting extends Model<InferAttributes<Setting>, InferCreationAttributes<Setting>> {
  declare section: string;
  declare value: string;
  declare updatedAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    Setting.init({
      section: { type: DataTypes.TEXT, primaryKey: true },
      value: DataTypes.TEXT,
      updatedAt: DataTypes.DATE,
    }, { sequelize, tableName: 'settings', createdAt: false });
  }
}

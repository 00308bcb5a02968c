// A text that answers start from: « {facture} » and « {nom} » are filled when it is chosen.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class ReadyAnswer extends Model<InferAttributes<ReadyAnswer>, InferCreationAttributes<ReadyAnswer>> {
  declare id: string;
  declare title: string;
  declare body: string;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    ReadyAnswer.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      title: DataTypes.TEXT,
      body: DataTypes.TEXT,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    }, { sequelize, tableName: 'ready_answers' });
  }
}
